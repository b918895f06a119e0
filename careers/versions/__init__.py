"""The whole of an object with its lists, as each save left it: kept, compared, merged, restored."""
