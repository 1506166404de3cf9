"""What crosses a border: one module per publisher with its integration events and its face.

Events carry ids of people, never their data. A face method asks for the answer now; a command in a face carries the
caller's own key, so that repeating it is harmless. Errors that a caller is meant to tell apart stand here too.
"""
