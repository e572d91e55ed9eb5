"""Files and folders: written whole or not at all, known by their marks, read with care. Knows nothing of races."""
