"""How is a model made and kept?"""
