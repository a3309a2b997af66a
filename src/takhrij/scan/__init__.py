"""Many documents: read piece by piece, checked by workers, written as rows that survive any interruption."""
