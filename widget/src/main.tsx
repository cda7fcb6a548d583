import { h, render } from 'preact'
import { App } from './app.tsx'
import { openBridge } from './bridge.ts'
import { readChannel } from './channel.ts'
import { createCalls } from './chat/calls.ts'
import { createChat } from './chat/chat.ts'
import { openMemory } from './chat/memory.ts'
import { applyTheme, themeOf } from './look/theme.ts'
import { createStore } from './chat/store.ts'
import { setPanel } from './ui/context.ts'
import { chooseLanguage, loadSpeech } from './words/words.ts'
import './look/look.css'

/** The frame's own storage; a browser may forbid it, and then a chat lives as long as its page. */
function storageOf(read: () => Storage): Storage | null {
  try {
    return read()
  } catch {
    return null
  }
}

const channel = readChannel()
const opened = createStore(false)
const bridge = openBridge(channel.pageOrigin, (isOpen) => opened.set(() => isOpen))
const { language: wished, dir, theme: chosen, identity } = await bridge.facts
const language = chooseLanguage([wished, ...navigator.languages])
const speech = await loadSpeech(language)
const theme = themeOf(chosen)
applyTheme(theme, channel.colours)
document.documentElement.lang = language
if (dir === 'rtl') document.documentElement.dir = dir
document.title = channel.name

const chat = createChat({
  calls: createCalls(location.origin),
  memory: openMemory(
    storageOf(() => localStorage),
    channel.key,
  ),
  opening: () => ({ channelKey: channel.key, ...(identity === undefined ? {} : { identity }) }),
})
window.addEventListener('online', () => chat.setOnline(true))
window.addEventListener('offline', () => chat.setOnline(false))
chat.resume()
const root = document.getElementById('app')
if (root !== null) {
  setPanel({ channel, chat, speech, isKnown: identity !== undefined, minimise: () => opened.set(() => false) })
  render(<App {...{ channel, chat, speech, theme, bridge, opened }} />, root)
}
