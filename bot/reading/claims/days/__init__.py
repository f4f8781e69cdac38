"""Which of the days named does the head commit himself to?"""
