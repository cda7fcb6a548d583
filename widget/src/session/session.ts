import type { Remembered } from '../chat/memory.ts'

/*
 * The page of a chat that was opened for its customer elsewhere, as by an order's support: the address hands the session
 * over behind the `#`, which no server is ever sent, and the frame goes on with it as after a reload.
 */
const channel = document.body.dataset['channel'] ?? ''
const handed = new URLSearchParams(location.hash.slice(1))
const [sessionId, token] = [handed.get('session'), handed.get('token')]

if (sessionId !== null && token !== null && /^chat_[0-9a-z]{26}$/.test(sessionId)) {
  // Where the frame remembers its chat (chat/memory.ts), whose code is not shared, so that a shop's page stays one file.
  const name = `switchyard.chat.${channel}`
  // What was seen before this page was opened again stays seen.
  if (localStorage.getItem(name)?.includes(`"${sessionId}"`) !== true) {
    const streamUrl = `${location.origin.replace(/^http/, 'ws')}/v1/chat/sessions/${sessionId}/stream`
    const remembered: Remembered = { sessionId, token, streamUrl, joinedAt: null, seen: 0 }
    localStorage.setItem(name, JSON.stringify(remembered))
  }
}

const frame = document.createElement('iframe')
const tell = (message: object) => frame.contentWindow?.postMessage(message, location.origin)
// The frame first asks what page this is; it is the whole of it, so it stays open.
addEventListener(
  'message',
  ({ data, source, origin }: MessageEvent<{ css?: string; label?: string; isOpen?: boolean }>) => {
    if (origin !== location.origin || source !== frame.contentWindow) return
    if (data.label === undefined) tell({ language: navigator.language })
    else {
      frame.title = document.title = data.label
      if (data.isOpen === false) tell({ isOpen: true })
    }
  },
)
frame.src = `/widget/frame?${new URLSearchParams({ channel, origin: location.origin }).toString()}`
document.body.append(frame)
