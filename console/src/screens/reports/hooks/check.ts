// How a receiver proves that a message is ours: the same lines as in docs/operate/webhooks.md.
export const HEADER = 'X-Yutang-Signature: t=<seconds>,v1=<hex HMAC-SHA256 of "<seconds>.<body>">';

export const CHECK = `import hashlib, hmac, time

def ours(secret: str, signature: str, body: bytes) -> bool:
    stamp, given = (part.partition("=")[2] for part in signature.split(","))
    wanted = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given, wanted) and abs(time.time() - int(stamp)) < 300
`;
