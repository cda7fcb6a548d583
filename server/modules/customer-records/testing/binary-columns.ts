/** Columns of bytes, which hold hashes, keys and signatures only. */
export const binaryColumns: readonly string[] = [
  'audit_checkpoints.hash',
  'audit_checkpoints.previous',
  'audit_checkpoints.signature',
  'audit_keys.private_sealed',
  'audit_keys.public_key',
  'audit_seals.hashes',
  'audit_seals.signature',
  'callback_keys.secret_sealed',
  'customer_erasures.hash',
  'customer_erasures.signature',
  'idempotency_keys.fingerprint',
  'realtime_passes.hash',
  'sessions.token_hash',
  'sign_in_links.token_hash',
  'support_sessions.chat_token',
  'token_index.hash',
]
