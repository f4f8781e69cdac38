"""The commands of `huiyin`, one file each."""
