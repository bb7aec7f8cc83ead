"""A person at a browser: signs in once and keeps the cookie."""
import http.client
import re
import urllib.parse


def sign_in(port: int, email: str, password: str) -> str:
    """The `Cookie` header of a signed-in session."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    page = answer.read().decode()
    form_cookie = _cookie(answer)
    token = re.search(r'name="_csrf" value="([^"]+)"', page)
    if not token or not form_cookie:
        raise RuntimeError("the sign-in page has no form")
    body = urllib.parse.urlencode({"_csrf": token[1], "email": email, "password": password})
    connection.request("POST", "/sign-in", body, {
        "Content-Type": "application/x-www-form-urlencoded", "Cookie": form_cookie, "Origin": f"http://127.0.0.1:{port}"})
    answer = connection.getresponse()
    answer.read()
    session = _cookie(answer, "session")
    if answer.status not in (302, 303) or not session:
        raise RuntimeError(f"sign-in was refused: {answer.status}")
    return session


def _cookie(answer: http.client.HTTPResponse, part: str = "") -> str:
    for value in answer.headers.get_all("Set-Cookie") or []:
        pair = value.split(";")[0]
        if part in pair.split("=")[0]:
            return pair
    return ""
