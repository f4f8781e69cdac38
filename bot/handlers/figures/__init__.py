"""What stands behind a figure of the weekly report? Its tasks, or for what we ask of people, the people."""
