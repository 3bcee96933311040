"""Doors to mockod without a socket: for requests, httpx, urllib3 and http.client.

``requests_adapter`` and ``httpx_transport`` have what is mounted by hand; ``mock_opendental`` catches what is sent to
the real host.
"""
