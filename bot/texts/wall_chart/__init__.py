"""What hangs on the wall? Figures and their change, the worst tasks, the coming weeks; units, areas, leaders."""
