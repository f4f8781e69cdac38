"""What does each `huiyin` command do? One file each."""
