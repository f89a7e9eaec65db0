"""Speed, as ratios measured in one run: what a page costs beside the floor it stands on."""
