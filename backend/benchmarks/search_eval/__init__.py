"""How well search finds: judged queries over the demo's assortment."""
