"""The conformance kit: plays what is known of an API against any server, and tells each difference.

A vendor describes its API as a ``Suite`` (``suite``): operations with the shapes of their answers, and checks, which
are short sequences of calls with what is expected of each. ``runner`` plays them by a paced ``session``, ``comparison``
holds the answers against what is expected, and ``report`` and ``report_formats`` tell what came of it.
"""
