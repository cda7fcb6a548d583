/** Overflow targets that are no queue: a queue may not be called so. */
export const overflowWords: ReadonlySet<string> = new Set(['callback', 'voicemail', 'message', 'escalate'])
