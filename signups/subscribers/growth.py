def lately():
    return None
