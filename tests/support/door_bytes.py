"""What only a socket can send: requests as bytes, for both of a server's parsers. All end their connection."""

from __future__ import annotations

HOST = b"Host: office.example:8080\r\n"
KEY = b"Authorization: ODFHIR doors/bytes\r\n"
CLOSE = b"Connection: close\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
PATIENT = b'{"LName": "Neu", "FName": "Nora"}'
LENGTH = b"Content-Length: %d\r\n" % len(PATIENT)
IN_ONE_CHUNK = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PATIENT), PATIENT)
PLAIN = b"GET /api/v1/patients/1 HTTP/1.1"


def get(*headers: bytes, line: bytes = PLAIN, host: bytes = HOST, end: bytes = CLOSE) -> bytes:
    return b"".join((line, b"\r\n", host, KEY, *headers, end, b"\r\n"))


def post(*headers: bytes, body: bytes = PATIENT, version: bytes = b"HTTP/1.1") -> bytes:
    line = b"POST /api/v1/patients " + version
    return get(b"Content-Type: application/json\r\n", *headers, line=line) + body


_REQUESTS: dict[str, tuple[bytes, ...]] = {
    "HTTP/1.0": (get(line=b"GET /api/v1/patients/1 HTTP/1.0"),),
    "HTTP/1.0 without a host": (get(line=b"GET /api/v1/patients/1 HTTP/1.0", host=b""),),
    "HTTP/1.0 that wants to stay": (get(line=b"GET /api/v1/patients/1 HTTP/1.0", end=b"Connection: keep-alive\r\n"),),
    "HTTP/1.0 that waits for a 100": (post(LENGTH, b"Expect: 100-continue\r\n", version=b"HTTP/1.0"),),
    "HTTP/1.2": (get(line=b"GET /api/v1/patients/1 HTTP/1.2"),),
    "HTTP/2.0": (get(line=b"GET /api/v1/patients/1 HTTP/2.0"),),
    "HTTP/0.9": (b"GET /\r\n\r\n",),
    "the beginning of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",),
    "no version": (get(line=b"GET /api/v1/patients/1"),),
    "another protocol": (get(line=b"GET /api/v1/patients/1 HTTQ/1.1"),),
    "no host": (get(host=b""),),
    "two hosts": (get(host=HOST + HOST),),
    "an empty host": (get(host=b"Host:\r\n"),),
    "a host that is none": (post(LENGTH).replace(HOST, b"Host: a b/c\r\n"),),
    "an empty host that made something": (post(LENGTH).replace(HOST, b"Host:\r\n"),),
    "as to a proxy": (get(line=b"GET http://x.example/api/v1/patients/1 HTTP/1.1"),),
    "as to a proxy, with a query": (get(line=b"GET http://x.example:80/api/v1/patients?LName=M#part HTTP/1.1"),),
    "as to a proxy, without a path": (get(line=b"GET http://x.example HTTP/1.1"),),
    "as to a proxy, control plane": (get(line=b"GET https://a:b@x.example/_mockod/health HTTP/1.1"),),
    "OPTIONS of the server": (get(line=b"OPTIONS * HTTP/1.1"),),
    "a tunnel": (get(line=b"CONNECT x.example:443 HTTP/1.1"),),
    "no slash": (get(line=b"GET api/v1/patients/1 HTTP/1.1"),),
    "bytes above 127 in a path": (get(line=b"GET /api/v1/p\xc3\xa4tients HTTP/1.1"),),
    "bytes above 127 in a query": (get(line=b"GET /api/v1/patients?LName=\xc3\xa4 HTTP/1.1"),),
    "a blank in a path": (get(line=b"GET /api/v1/a b HTTP/1.1"),),
    "methods of another protocol": (get(line=b"DESCRIBE /api/v1/patients HTTP/1.1"),),
    "a made-up method, then another": (
        get(line=b"BREW /api/v1/patients HTTP/1.1", end=b""),
        get(),
    ),
    "a made-up method in the second place": (get(end=b""), get(line=b"BREW /api/v1/patients HTTP/1.1")),
    "a made-up method with a body": (post(LENGTH).replace(b"POST", b"BREW"),),
    "no blank behind a colon": (get(b"x-a:b\r\n"),),
    "a blank before a colon": (get(b"X-A : b\r\n"),),
    "a folded value": (get(b"X-A: b\r\n c\r\n"),),
    "no colon": (get(b"X-A\r\n"),),
    "no name": (get(b": a\r\n"),),
    "a name of two words": (get(b"X A: b\r\n"),),
    "a zero byte in a value": (get(b"X-A: a\0b\r\n"),),
    "bytes above 127 in a value": (get(b"X-A: \xe9\r\n"),),
    "a long value": (get(b"X-A: " + b"a" * 50_000 + b"\r\n"),),
    "line feeds alone": (get().replace(b"\r\n", b"\n"),),
    "two requests at once": (get(end=b"") + get(),),
    "HEAD and GET at once": (get(line=b"HEAD /api/v1/patients/1 HTTP/1.1", end=b"") + get(),),
    "chunks": (post(CHUNKED, body=b"3\r\n" + PATIENT[:3] + b"\r\n1E\r\n" + PATIENT[3:] + b"\r\n0\r\n\r\n"),),
    "chunks with extensions": (post(CHUNKED, body=IN_ONE_CHUNK.replace(b"21\r\n", b"21;a=b\r\n")),),
    "a header behind chunks": (post(CHUNKED, body=IN_ONE_CHUNK[:-2] + b"X-Mockod-Fault: throttled\r\n\r\n"),),
    "chunks in capitals": (post(b"TRANSFER-ENCODING: Chunked\r\n", body=IN_ONE_CHUNK),),
    "chunks of another encoding": (post(b"Transfer-Encoding: gzip, chunked\r\n", body=IN_ONE_CHUNK),),
    "chunks and a length": (post(CHUNKED, b"Content-Length: 3\r\n", body=IN_ONE_CHUNK),),
    "a chunk without a length": (post(CHUNKED, body=b"zz\r\nabc\r\n"),),
    "a chunk that is longer": (post(CHUNKED, body=b"2\r\nabc\r\n0\r\n\r\n"),),
    "a length with a sign": (post(b"Content-Length: +33\r\n"),),
    "a length that is none": (post(b"Content-Length: many\r\n", body=b""),),
    "an empty length": (post(b"Content-Length:\r\n", body=b""),),
    "a length twice": (post(LENGTH, LENGTH),),
    "a length twice in a line": (post(b"Content-Length: 33, 33\r\n"),),
    "two lengths": (post(LENGTH, b"Content-Length: 3\r\n"),),
    "a length with zeros": (post(b"Content-Length: 0033\r\n"),),
    "a length of many digits": (post(b"Content-Length: " + b"9" * 5000 + b"\r\n"),),
    "waits for a 100": (post(LENGTH, b"Expect: 100-continue\r\n", body=b""), PATIENT),
    "waits for something else": (post(LENGTH, b"Expect: much\r\n"),),
    "a word": (b"HELLO\r\n\r\n",),
    "words": (b"HELLO WORLD\r\n\r\n",),
    "a method alone": (b"GET\r\n\r\n",),
    "a method that is none": (get(line=b"G@T / HTTP/1.1"),),
    "the beginning of TLS": (b"\x16\x03\x01\x02\x00\x01\x00",),
}
REQUESTS = {
    name: tuple(part.replace(b"doors/bytes", b"doors/bytes-%d" % number) for part in parts)
    for number, (name, parts) in enumerate(_REQUESTS.items())
}
"""Name -> parts, each sent once the one before is answered; every request has an office of its own."""
