"""What does a visitor see and do in his browser? The story he moves, its faults and proofs, the local web server."""
