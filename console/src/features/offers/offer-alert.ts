import { readStored, writeStored } from '../../ui/stored.ts'

export interface AlertChoice {
  sound: boolean
  notification: boolean
}

/** Both are off until the person turns them on. */
export function alertChoice(): AlertChoice {
  return readStored<AlertChoice>('offerAlert', { sound: false, notification: false })
}

/** Remembers the choice; asks the browser for permission where notifications were turned on. */
export async function chooseAlert(choice: AlertChoice): Promise<AlertChoice> {
  const isGranted =
    choice.notification &&
    (Notification.permission === 'granted' || (await Notification.requestPermission()) === 'granted')
  const settled = { sound: choice.sound, notification: choice.notification && isGranted }
  writeStored('offerAlert', settled)
  return settled
}

const notesHz = [660, 880]
const noteSeconds = 0.14

/** Two short soft tones, made here: no file to fetch. */
export function playTone(): void {
  const audio = new AudioContext()
  notesHz.forEach((hz, index) => {
    const start = audio.currentTime + index * noteSeconds
    const tone = audio.createOscillator()
    const gain = audio.createGain()
    tone.frequency.value = hz
    gain.gain.setValueAtTime(0.0001, start)
    gain.gain.exponentialRampToValueAtTime(0.12, start + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.0001, start + noteSeconds)
    tone.connect(gain).connect(audio.destination)
    tone.start(start)
    tone.stop(start + noteSeconds)
  })
  setTimeout(() => void audio.close(), 1000)
}

/** Tells of an offer in the ways that were chosen; the notification only while the page is hidden. */
export function alertOffer(title: string, body: string): void {
  const choice = alertChoice()
  if (choice.sound) playTone()
  if (choice.notification && document.hidden && Notification.permission === 'granted') {
    const note = new Notification(title, { body, tag: 'switchyard-offer' })
    note.onclick = () => window.focus()
  }
}
