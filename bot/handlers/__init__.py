"""How does an update become steps? One file per conversation; a handler only translates and queues, never sends."""
