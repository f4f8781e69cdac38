"""What somebody of the office or a leader seems to want, where the tables of acts are silent or doubt."""
