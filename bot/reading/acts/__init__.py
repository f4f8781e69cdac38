"""What does somebody who leads, coordinates or reports want done, beside what is a report, a 批示 or a question?"""
