"""Pictures of a family (ジェノグラム) and of what surrounds it (エコマップ). Plain data in, SVG and sentences out; no Django."""
