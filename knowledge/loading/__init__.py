"""A file's way in, run by a worker process: read → split → embed → stage → publish."""
