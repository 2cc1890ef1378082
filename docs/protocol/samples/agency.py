#!/usr/bin/python3
"""An agency over SOAP, whole: sends a dossier, believes only signed answers, fetches what waits and acknowledges it.

    apt install python3-lxml python3-cryptography
    python3 agency.py HOST:PORT CODE system.pem hub-tls-roots.pem hub-system.pem send RECIPIENT DOSSIER-CODE|- FILE...
    python3 agency.py HOST:PORT CODE system.pem hub-tls-roots.pem hub-system.pem status DOSSIER-CODE
    python3 agency.py HOST:PORT CODE system.pem hub-tls-roots.pem hub-system.pem fetch

system.pem: the agency's key and certificate, in this order (RSA); hub-system.pem: the hub's system certificate.
It shows the protocol and keeps little on disk: read "The receipt, and repeating" in README.md before building on it.
"""
import base64, datetime, hashlib, http.client, mimetypes, os, ssl, sys, unicodedata, uuid
from urllib.parse import unquote
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree
from lxml.builder import ElementMaker

NS = {"env": "http://www.w3.org/2003/05/soap-envelope", "ds": "http://www.w3.org/2000/09/xmldsig#",
      "wsse": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
      "wsu": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
      "xades": "http://uri.etsi.org/01903/v1.3.2#", "xop": "http://www.w3.org/2004/08/xop/include",
      "x": "urn:dossierhub:exchange:1", "m": "urn:dossierhub:manifest:1", "r": "urn:dossierhub:receipt:1"}
ENV, DS, WSSE, WSU, XADES, XOP, X, M, R = (ElementMaker(namespace=uri, nsmap={prefix: uri}) for prefix, uri in NS.items())
X509V3 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3"
BASE64 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = NS["ds"] + "enveloped-signature"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
WSU_ID = "{%s}Id" % NS["wsu"]


def b64(octets): return base64.b64encode(octets).decode()
def sha(octets): return hashlib.sha256(octets)
def now(plus=0): return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=plus)).strftime("%Y-%m-%dT%H:%M:%SZ")
def parse(octets): return etree.fromstring(octets, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
def octets_of(element): return etree.tostring(element, xml_declaration=True, encoding="UTF-8")


def c14n(element, method=None):
    """Exclusive; method: the element that may name prefixes to be kept (the hub's answers do)."""
    kept = method.find(".//{%s}InclusiveNamespaces" % EXCLUSIVE) if method is not None else None
    return etree.tostring(element, method="c14n", exclusive=True,
                          inclusive_ns_prefixes=None if kept is None else kept.get("PrefixList").split())


def reference(uri, octets, *transforms, **attributes):
    return DS.Reference(DS.Transforms(*[DS.Transform(Algorithm=t) for t in transforms]), DS.DigestMethod(Algorithm=SHA256),
                        DS.DigestValue(b64(sha(octets).digest())), URI=uri, **attributes)


def signed_info(*references):
    return DS.SignedInfo(DS.CanonicalizationMethod(Algorithm=EXCLUSIVE), DS.SignatureMethod(Algorithm=RSA_SHA256), *references)


def holds(signature, certificate, referred):
    """Whether a signature is by this certificate, over exactly what referred finds for each of its references."""
    info = signature.find("ds:SignedInfo", NS)
    if info.find("ds:SignatureMethod", NS).get("Algorithm") != RSA_SHA256:
        raise ValueError("another algorithm than rsa-sha256")
    certificate.public_key().verify(base64.b64decode(signature.findtext("ds:SignatureValue", namespaces=NS)),
                                    c14n(info, info.find("ds:CanonicalizationMethod", NS)), padding.PKCS1v15(), hashes.SHA256())
    for one in info.findall("ds:Reference", NS):
        digest = sha(c14n(referred(one.get("URI")), one.find("ds:Transforms", NS))).digest()
        if digest != base64.b64decode(one.findtext("ds:DigestValue", namespaces=NS)):
            raise ValueError("changed after it was signed: " + (one.get("URI") or "the document"))
    return {one.get("URI") for one in info.findall("ds:Reference", NS)}


def sealed(octets, certificate=None):
    """A signed document, after its signature was verified: by this certificate, or, without one, by the one it carries. Whose
    that is, and who vouches for it, is then still open."""
    root, bare = parse(octets), parse(octets)
    signature = root[-1]
    if bare[-1].tail:  # belongs to the document, not to the signature
        bare[-2].tail = (bare[-2].tail or "") + bare[-1].tail
    bare.remove(bare[-1])
    carried = x509.load_der_x509_certificate(base64.b64decode(signature.findtext("ds:KeyInfo/ds:X509Data/ds:X509Certificate", namespaces=NS)))
    properties = signature.find("ds:Object/xades:QualifyingProperties/xades:SignedProperties", NS)
    if holds(signature, certificate or carried, lambda uri: bare if uri == "" else properties) != {"", "#" + properties.get("Id")}:
        raise ValueError("the signature is not over the document and its properties")
    return root, carried.subject.rfc4514_string()


class Agency:
    def __init__(self, address, code, pem, roots, hub):
        self.address, self.code = address, code
        octets = open(pem, "rb").read()
        self.key = serialization.load_pem_private_key(octets, None)
        self.certificate = x509.load_pem_x509_certificate(octets[octets.index(b"-----BEGIN CERTIFICATE"):])
        self.der = self.certificate.public_bytes(serialization.Encoding.DER)
        self.hub = x509.load_pem_x509_certificate(open(hub, "rb").read())
        self.tls = ssl.create_default_context(cafile=roots)
        self.tls.load_cert_chain(pem)

    def value(self, info): return DS.SignatureValue(b64(self.key.sign(c14n(info), padding.PKCS1v15(), hashes.SHA256())))

    def seal(self, root):
        """XAdES baseline B, enveloped: the form of a manifest, a receipt and a withdrawal."""
        octets = c14n(root)  # before the signature is in it: what the transform enveloped-signature leaves
        id = "id-" + uuid.uuid4().hex
        digest = DS.DigestMethod(Algorithm=SHA256), DS.DigestValue(b64(sha(self.der).digest()))
        properties = XADES.SignedProperties(
            XADES.SignedSignatureProperties(XADES.SigningTime(now()),
                                            XADES.SigningCertificateV2(XADES.Cert(XADES.CertDigest(*digest)))),
            XADES.SignedDataObjectProperties(XADES.DataObjectFormat(XADES.MimeType("text/xml"), ObjectReference="#content-" + id)),
            Id="properties-" + id)
        info = signed_info(reference("", octets, ENVELOPED, EXCLUSIVE, Id="content-" + id),
                           reference("#properties-" + id, c14n(properties), EXCLUSIVE,
                                     Type="http://uri.etsi.org/01903#SignedProperties"))
        root.append(DS.Signature(info, self.value(info), DS.KeyInfo(DS.X509Data(DS.X509Certificate(b64(self.der)))),
                                 DS.Object(XADES.QualifyingProperties(properties, Target="#" + id)), Id=id))
        return octets_of(root)

    def receipt(self, signed):
        """This agency has the message of this signed manifest, with all its parts, safe on disk."""
        manifest = parse(signed)
        text = lambda name: manifest.findtext("m:" + name, namespaces=NS)
        return self.seal(R.receipt(
            *[R(name, text(name)) for name in ("messageId", "kind", "sender", "recipient", "dossierCode") if text(name)],
            R.manifestSha256(sha(signed).hexdigest()),
            *[R.part(*[R(name, part.findtext("m:" + name, namespaces=NS)) for name in ("name", "size", "sha256")])
              for part in manifest.findall("m:part", NS)],
            R.receivedAt(now()), R.issuer(self.code)))

    def ask(self, element, attachments=()):
        body = ENV.Body(element, {WSU_ID: "body"})
        time = WSU.Timestamp(WSU.Created(now()), WSU.Expires(now(300)), {WSU_ID: "time"})
        security = WSSE.Security({"{%s}mustUnderstand" % NS["env"]: "true"}, time, WSSE.BinarySecurityToken(
            b64(self.der), {WSU_ID: "token", "EncodingType": BASE64, "ValueType": X509V3}))
        envelope = ENV.Envelope(ENV.Header(security), body)
        info = signed_info(reference("#time", c14n(time), EXCLUSIVE), reference("#body", c14n(body), EXCLUSIVE))
        security.append(DS.Signature(info, self.value(info), DS.KeyInfo(WSSE.SecurityTokenReference(
            WSSE.Reference(URI="#token", ValueType=X509V3)))))
        line = "b" + uuid.uuid4().hex
        package = b"".join(
            b"--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <%s>\r\n\r\n%s\r\n" % (
                line.encode(), type, id.encode(), octets)
            for id, type, octets in [("root@agency", b'application/xop+xml; charset=UTF-8; type="application/soap+xml"', octets_of(envelope))]
            + [(id, b"application/octet-stream", octets) for id, octets in attachments]) + b"--" + line.encode() + b"--\r\n"
        connection = http.client.HTTPSConnection(self.address, context=self.tls, timeout=300)
        connection.request("POST", "/soap/exchange", package, {
            "Content-Type": 'multipart/related; type="application/xop+xml"; start="<root@agency>"; start-info="application/soap+xml"; boundary="%s"' % line})
        answer = connection.getresponse()
        kind, request = answer.getheader("Content-Type", ""), answer.getheader("X-Request-ID")
        if answer.status not in (200, 500) or not kind.startswith("multipart/related"):
            raise OSError("HTTP %d: not an answer of the exchange; ask again later" % answer.status)
        return self.read(kind, answer.read(), request)

    def read(self, kind, octets, request):
        line = b"\r\n--" + kind.split('boundary="')[1].split('"')[0].encode()
        parts = [part.partition(b"\r\n\r\n") for part in (b"\r\n" + octets).split(line)[1:-1]]
        by_id = {head.split(b"Content-ID: <")[1].split(b">")[0].decode(): content for head, _, content in parts}
        envelope = parse(parts[0][2])
        security, body = envelope.find("env:Header/wsse:Security", NS), envelope.find("env:Body", NS)
        time = security.find("wsu:Timestamp", NS)
        found = {"#" + element.get(WSU_ID): element for element in (body, time)}
        if holds(security.find("ds:Signature", NS), self.hub, found.__getitem__) != set(found):  # as it came: xop:Include and all
            raise ValueError("not body and time-stamp are signed")
        if not now(-300) <= time.findtext("wsu:Created", namespaces=NS)[:19] + "Z" <= now(60):
            raise ValueError("an old answer, or a clock that is wrong")
        for include in body.iter("{%s}Include" % NS["xop"]):
            include.getparent().text = b64(by_id[unquote(include.get("href")[4:])])
        refusal = body.find("env:Fault//x:refusal", NS)
        if refusal is not None:
            raise SystemExit("%s: %s\n(%s; request %s)" % tuple(
                [refusal.findtext("x:" + name, namespaces=NS) for name in ("code", "reasonVi", "reasonEn")] + [request]))
        return body[0]


def send(agency, recipient, dossier, *files):
    files = [(unicodedata.normalize("NFC", os.path.basename(file)), open(file, "rb").read()) for file in files]
    types = [mimetypes.guess_type(name)[0] or "application/octet-stream" for name, _ in files]
    message = str(uuid.uuid4())
    manifest = agency.seal(M.manifest(
        M.messageId(message), M.kind("DOSSIER"), M.sender(agency.code), M.recipient(recipient),
        *([] if dossier == "-" else [M.dossierCode(dossier)]), M.created(now()), M.classification("ORDINARY"),
        *[M.part(M.name(name), M.mediaType(type), M.size(str(len(octets))), M.sha256(sha(octets).hexdigest()))
          for (name, octets), type in zip(files, types)]))
    open(message + ".manifest.xml", "wb").write(manifest)  # kept first: whatever happens, the same message is sent again
    answer = agency.ask(
        X.submit(X.manifest(b64(manifest)), *[
            X.part(X.name(name), X.mediaType(type), X.content(XOP.Include(href="cid:part-%d@agency" % number)))
            for number, ((name, _), type) in enumerate(zip(files, types))]),
        [("part-%d@agency" % number, octets) for number, (_, octets) in enumerate(files)])
    octets = base64.b64decode(answer.findtext("x:receipt", namespaces=NS))
    receipt, _ = sealed(octets, agency.hub)  # byte for byte the hub's certificate, not one of the same authority
    if (receipt.findtext("r:messageId", namespaces=NS), receipt.findtext("r:manifestSha256", namespaces=NS)) != (message, sha(manifest).hexdigest()):
        raise ValueError("a receipt for something else")
    open(message + ".receipt.xml", "wb").write(octets)
    print(message, receipt.findtext("r:dossierCode", namespaces=NS), receipt.findtext("r:receivedAt", namespaces=NS))


def status(agency, dossier):
    answer = agency.ask(X.status(X.dossierCode(dossier)))
    for line in answer.findall("x:history", NS):
        print(*[line.findtext("x:" + name, namespaces=NS) for name in ("at", "status", "label")])


def fetch(agency):
    for waiting in agency.ask(X.fetch(X.batch(str(uuid.uuid4())))).findall("x:message", NS):
        octets = base64.b64decode(waiting.findtext("x:manifest", namespaces=NS))
        manifest, signer = sealed(octets)  # that signer and sender belong together is the hub's word, or told by roots of your own
        text = lambda name: manifest.findtext("m:" + name, namespaces=NS)
        folder = text("sender") + "_" + text("messageId")
        os.makedirs(folder, exist_ok=True)
        open(folder + "/manifest.xml", "wb").write(octets)
        for number, (part, arrived) in enumerate(zip(manifest.findall("m:part", NS), waiting.findall("x:part", NS)), 1):
            content, name = arrived.findtext("x:content", namespaces=NS), part.findtext("m:name", namespaces=NS)
            if content is None:
                content = agency.ask(X.fetchPart(X.sender(text("sender")), X.messageId(text("messageId")), X.name(name))).findtext(
                    "x:file/x:content", namespaces=NS)
            content = base64.b64decode(content)
            if sha(content).hexdigest() != part.findtext("m:sha256", namespaces=NS):
                raise ValueError("not what the manifest says: " + name)
            open("%s/%03d" % (folder, number), "wb").write(content)  # the name is a label from outside, not a path
        receipt = agency.receipt(octets)
        open(folder + "/receipt.xml", "wb").write(receipt)
        print(folder, signer, agency.ask(X.acknowledge(X.receipt(b64(receipt)))).findtext("x:end", namespaces=NS))


if __name__ == "__main__":
    if len(sys.argv) < 7 or sys.argv[6] not in ("send", "status", "fetch"):
        sys.exit(__doc__)
    {"send": send, "status": status, "fetch": fetch}[sys.argv[6]](Agency(*sys.argv[1:6]), *sys.argv[7:])
