"""What is asked for or said beside the state: time, help, a decision, somebody else, a courtesy?"""
