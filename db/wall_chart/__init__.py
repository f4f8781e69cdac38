"""What does the wall chart ask of the ledger? Finished tasks by unit, leader and area; where tasks stood a week ago."""
