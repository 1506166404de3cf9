"""How vendors keeps its things: tables, sealed columns, the list of banks."""
