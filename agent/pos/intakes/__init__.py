"""Ways a POS hands documents over other than by calling: files dropped in a folder."""
