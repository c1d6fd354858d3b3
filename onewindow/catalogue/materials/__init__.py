"""Pages of the catalogue of materials 材料目录."""
