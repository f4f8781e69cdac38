"""Which days, periods and durations do these words name?"""
