"""A HiLink client by hand: hilink_client.py URL type4|scram PASSWORD. Prints what it did; exit 1 and one line on a surprise."""

import base64
import collections
import hashlib
import hmac
import re
import secrets
import sys
import time

import requests
import xmltodict

SENDER = "+15550100007"
RECIPIENT = "+15550100003"


class Surprise(Exception):
    pass


def expect(what, actual, expected):
    if actual != expected:
        raise Surprise(f"{what}: {actual!r}, expected {expected!r}")


def from_cesu8(raw):
    return raw.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")


class Device:
    """One session with a queue of tokens, each used once."""

    def __init__(self, url):
        self.url = url
        self.http = requests.Session()
        page = self.http.get(url + "/").text
        self.tokens = collections.deque(re.findall(r'name="csrf_token" content="(\w{32})"', page))
        if not self.tokens:
            self.tokens.append(self.get("webserver/token")["token"][32:])

    def get(self, path):
        return self.read(path, self.http.get(f"{self.url}/api/{path}"))

    def post(self, path, fields, empties_queue=False):
        body = xmltodict.unparse({"request": fields}, full_document=False).encode("utf-8")
        token = self.tokens.popleft()
        headers = {"__RequestVerificationToken": token, "Content-Type": "text/xml"}
        reply = self.http.post(f"{self.url}/api/{path}", data=body, headers=headers)
        if empties_queue:
            self.tokens.clear()
        self.keep_tokens(reply.headers)
        return self.read(path, reply)

    def keep_tokens(self, headers):
        if "__RequestVerificationTokenone" in headers:
            self.tokens.append(headers["__RequestVerificationTokenone"])
            self.tokens.append(headers["__RequestVerificationTokentwo"])
        else:
            self.tokens.append(headers["__RequestVerificationToken"][:32])

    @staticmethod
    def read(path, reply):
        expect(f"{path}: HTTP status", reply.status_code, 200)
        tree = xmltodict.parse(from_cesu8(reply.content))
        if "error" in tree:
            raise Surprise(f"{path}: error {tree['error']['code']}")
        return tree["response"]

    def log_in_hashed(self, password):
        def digest(text):
            return base64.b64encode(hashlib.sha256(text.encode()).hexdigest().encode()).decode()

        proof = digest("admin" + digest(password) + self.tokens[0])
        fields = {"Username": "admin", "Password": proof, "password_type": "4"}
        expect("user/login", self.post("user/login", fields, True), "OK")

    def log_in_scram(self, password):
        first = secrets.token_hex(32)
        fields = {"username": "admin", "firstnonce": first, "mode": "1"}
        challenge = self.post("user/challenge_login", fields, True)
        server = challenge["servernonce"]
        message = f"{first},{server},{server}".encode()
        salted = hashlib.pbkdf2_hmac("sha256", password.encode(), bytes.fromhex(challenge["salt"]), int(challenge["iterations"]))

        def mac(key, text):
            return hmac.new(key, text, hashlib.sha256).digest()

        client_key = mac(b"Client Key", salted)
        signature = mac(message, hashlib.sha256(client_key).digest())
        proof = bytes(a ^ b for a, b in zip(client_key, signature)).hex()
        reply = self.post("user/authentication_login", {"clientproof": proof, "finalnonce": server}, True)
        server_key = mac(b"Server Key", salted)
        expect("serversignature", reply["serversignature"], mac(message, server_key).hex())
        signed = mac(server_key, bytes.fromhex(reply["rsan"])).hex()
        expect("rsapubkeysignature", reply["rsapubkeysignature"], signed)

    def texts(self, box):
        fields = {"PageIndex": 1, "ReadCount": 20, "BoxType": box, "SortType": 0, "Ascending": 1, "UnreadPreferred": 0}
        messages = (self.post("sms/sms-list", fields).get("Messages") or {}).get("Message", [])
        return messages if isinstance(messages, list) else [messages]


def inject(url, text):
    requests.post(url + "/simulator/texts", json={"sender": SENDER, "text": text}).raise_for_status()


def use(device, url):
    inject(url, "Your code (demo) is 123456 \U0001f600 <&>")
    expect("one text", [row["Content"] for row in device.texts(1)], ["Your code (demo) is 123456 \U0001f600 <&>"])
    inject(url, "second")
    rows = device.texts(1)
    expect("indexes", [row["Index"] for row in rows], ["40000", "40001"])
    expect("sender", rows[1]["Phone"], SENDER)
    expect("set-read", device.post("sms/set-read", {"Index": "40000"}), "OK")
    expect("Smstat", [row["Smstat"] for row in device.texts(1)], ["1", "0"])
    expect("LocalUnread", device.get("sms/sms-count")["LocalUnread"], "1")
    for index in ("40000", "40001"):
        expect("delete-sms", device.post("sms/delete-sms", {"Index": index}), "OK")
    expect("no texts", device.texts(1), [])
    expect("DeviceName", bool(device.get("device/information")["DeviceName"]), True)


def send(device):
    fields = {"Index": -1, "Phones": {"Phone": RECIPIENT}, "Sca": "", "Content": "Gr\u00fc\u00dfe \U0001f600", "Length": 8}
    fields.update({"Reserved": 0, "Date": "2026-11-22 10:00:00"})
    expect("send-sms", device.post("sms/send-sms", fields), "OK")
    deadline = time.monotonic() + 10
    status = device.get("sms/send-status")
    while status["Phone"] is not None and time.monotonic() < deadline:
        time.sleep(0.1)
        status = device.get("sms/send-status")
    expect("SucPhone", status["SucPhone"], RECIPIENT)
    expect("sent", [row["Content"] for row in device.texts(2)], ["Gr\u00fc\u00dfe \U0001f600"])


def look_at_ledger(url):
    state = requests.get(url + "/simulator/state").json()
    for name, expected in {"tokenMisuse": 0, "maxParallel": 1, "loggedInSessions": 0, "logins": 1, "logouts": 1}.items():
        expect(name, state[name], expected)
    return sum(state["calls"].values())


def use_reference_client(url, password):
    """The library that most programs for these devices are built on; it knows logins of type 0, 3 and 4."""
    try:
        from huawei_lte_api.Client import Client
        from huawei_lte_api.Connection import Connection
    except ImportError:
        return "huawei_lte_api is not installed: not tried with it"
    inject(url, "for the library")
    with Connection(url + "/", username="admin", password=password) as connection:
        client = Client(connection)
        expect("DeviceName", bool(client.device.information()["DeviceName"]), True)
        expect("LocalInbox", client.sms.sms_count()["LocalInbox"], "1")
        rows = client.sms.get_sms_list()["Messages"]["Message"]
        row = rows[0] if isinstance(rows, list) else rows
        expect("text listed by huawei_lte_api", row["Content"], "for the library")
    return "huawei_lte_api logged in and listed a text"


def main(url, login, password):
    device = Device(url)
    expect("before login", device.get("user/state-login")["State"], "-1")
    if login == "scram":
        device.log_in_scram(password)
    else:
        device.log_in_hashed(password)
    expect("after login", device.get("user/state-login")["State"], "0")
    use(device, url)
    send(device)
    expect("user/logout", device.post("user/logout", {"Logout": 1}), "OK")
    print(f"{look_at_ledger(url)} calls with one-shot tokens")
    if login == "type4":
        print(use_reference_client(url, password))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:4])
    except (Surprise, requests.RequestException, KeyError, TypeError) as error:
        sys.exit(f"{type(error).__name__}: {error}")
