"""Draw the README's pictures: the real app, driven by keys through a pilot, exported as SVG.

python -m bench.screenshots FOLDER
"""
