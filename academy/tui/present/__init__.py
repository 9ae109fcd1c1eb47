"""What the lesson screen says, as plain data: lines and foldable nodes, made by functions that know no Textual."""
