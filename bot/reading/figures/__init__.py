"""Which amounts do words name, of which unit, and which indicator of a task do they measure?"""
