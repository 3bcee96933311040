"""``mockod serve`` starts here and answers. Wants tests/ on the path."""

from urllib.request import Request, urlopen

from support.serving import serving

with serving() as server:
    asked = Request(f"{server.base_url}/patients/11", headers={"Authorization": "ODFHIR any-developer/my-office"})
    with urlopen(asked, timeout=10) as answer:
        assert answer.status == 200
    assert server.stop() == 0
