#!/usr/bin/python3
"""The same agency over AMQP 1.0 (jms.md): asks one question, or takes one delivery and answers with a receipt.

    apt install python3-qpid-proton python3-lxml python3-cryptography
    python3 agency-amqp.py HOST:PORT CODE system.pem hub-tls-roots.pem hub-system.pem PASSWORD-FILE ask DOCUMENT.xml
    python3 agency-amqp.py HOST:PORT CODE system.pem hub-tls-roots.pem hub-system.pem PASSWORD-FILE take

HOST:PORT is the broker's. DOCUMENT.xml is an element of exchange.xsd, for instance samples/jms-status.xml or a submit.
"""
import sys
from proton import Message, SSLDomain, symbol
from proton.reactor import ReceiverOption, SenderOption
from proton.utils import BlockingConnection
from agency import *  # beside this file: the signed documents are the same


class ToQueue(SenderOption):
    def apply(self, link): link.target.capabilities.put_object(symbol("queue"))


class FromQueue(ReceiverOption):
    def apply(self, link): link.source.capabilities.put_object(symbol("queue"))


class Line:
    def __init__(self, address, code, roots, password):
        tls = SSLDomain(SSLDomain.MODE_CLIENT)
        tls.set_trusted_ca_db(roots)
        tls.set_peer_authentication(SSLDomain.VERIFY_PEER_NAME)
        self.connection = BlockingConnection("amqps://" + address, ssl_domain=tls, user=code, password=open(password).read().strip(),
                                             allowed_mechs="PLAIN", timeout=60)
        self.code = code

    def sender(self, queue): return self.connection.create_sender("agency.%s.%s" % (self.code, queue), options=ToQueue())
    def receiver(self, queue): return self.connection.create_receiver("agency.%s.%s" % (self.code, queue), credit=1, options=FromQueue())


def message(octets, correlation, **properties):
    return Message(body=octets, inferred=True, durable=True, correlation_id=correlation, content_type="application/xml", properties=properties)


def document(message): return message.body.encode() if isinstance(message.body, str) else bytes(message.body)


def ask(line, agency, file):
    octets, question = open(file, "rb").read(), str(uuid.uuid4())
    replies = line.receiver("reply")
    line.sender("request").send(message(octets, question, operation=etree.QName(parse(octets)).localname))  # on the broker's disk when it returns
    while True:
        answer = replies.receive(timeout=60)
        replies.accept()  # an answer to an older question is in our hands by now, too: print it all the same
        print(document(answer).decode())
        if answer.correlation_id == question:
            return


def take(line, agency):
    deliveries = line.receiver("deliver")
    octets = document(deliveries.receive(timeout=60))
    delivery = parse(octets)
    if etree.QName(delivery).localname == "withdraw":
        deliveries.accept()
        return print("withdrawn by its sender:", octets.decode())
    signed = base64.b64decode(delivery.findtext("x:manifest", namespaces=NS))
    manifest, signer = sealed(signed)  # that signer and sender belong together is the hub's word, or told by roots of your own
    for part, arrived in zip(manifest.findall("m:part", NS), delivery.findall("x:part", NS)):
        content = arrived.findtext("x:content", namespaces=NS)
        if content is None:
            raise SystemExit("larger than 1 MB: fetch the parts with fetchPart over SOAP (agency.py)")
        if sha(base64.b64decode(content)).hexdigest() != part.findtext("m:sha256", namespaces=NS):
            raise SystemExit("not what the manifest says: " + part.findtext("m:name", namespaces=NS))
    id = manifest.findtext("m:messageId", namespaces=NS)
    open(id + ".delivery.xml", "wb").write(octets)
    if not os.path.exists(id + ".receipt.xml"):  # the same message may come again: it gets the first receipt
        open(id + ".receipt.xml", "wb").write(agency.receipt(signed))
    answer = octets_of(X.submitResponse(X.receipt(b64(open(id + ".receipt.xml", "rb").read()))))
    line.sender("receipt").send(message(answer, id, operation="submitResponse", messageId=id))
    deliveries.accept()  # last: what is not accepted comes again
    print(id, manifest.findtext("m:sender", namespaces=NS), signer, manifest.findtext("m:subject", namespaces=NS) or "")


if __name__ == "__main__":
    if len(sys.argv) < 8 or sys.argv[7] not in ("ask", "take"):
        sys.exit(__doc__)
    line = Line(sys.argv[1], sys.argv[2], sys.argv[4], sys.argv[6])
    {"ask": ask, "take": take}[sys.argv[7]](line, Agency(*sys.argv[1:6]), *sys.argv[8:])
    line.connection.close()
