import { h, render } from 'preact'
import { App } from './app.tsx'
import { openBridge } from './bridge.ts'
import { type Channel, readChannel, wordingOf } from './channel.ts'
import { type Answers, createCalls, type Opening } from './chat/calls.ts'
import { createChat } from './chat/chat.ts'
import { storageOf } from './chat/kept.ts'
import { openMemory, visitorOf } from './chat/memory.ts'
import { applyTheme, themeOf } from './look/theme.ts'
import { createStore } from './chat/store.ts'
import { setPanel } from './ui/context.ts'
import { chooseLanguage } from './words/languages.ts'
import { loadSpeech } from './words/words.ts'
import './look/base.css'
import './look/look.css'

/** Where nobody is there, what the channel offers instead; a call back needs to know where to call. */
function modeOf({ isOpen, away }: Channel, form: Answers): NonNullable<Opening['mode']> {
  if (isOpen) return 'chat'
  return away === 'callback' && form['phone'] !== undefined ? 'callback' : 'message'
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
const title = wordingOf(channel.title, language)
document.title = title

const storage = storageOf(() => localStorage)
const chat = createChat({
  calls: createCalls(location.origin),
  memory: openMemory(storage, channel.key),
  opening: (form) => ({
    channel: channel.key,
    language,
    form,
    // What it is about is also the first thing said.
    ...(form['issueSummary'] === undefined ? {} : { message: form['issueSummary'] }),
    mode: modeOf(channel, form),
    ...(identity === undefined ? { visitorId: visitorOf(storage) } : { identity }),
  }),
})
window.addEventListener('online', () => chat.setOnline(true))
window.addEventListener('offline', () => chat.setOnline(false))
chat.resume()
const root = document.getElementById('app')
if (root !== null) {
  setPanel({ channel, title, chat, speech, isKnown: identity !== undefined, minimise: () => opened.set(() => false) })
  render(<App {...{ channel, chat, speech, theme, bridge, opened }} />, root)
}
