import { readStored, writeStored } from './stored.ts'

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

const tones = { offer: [660, 880], message: [740] } as const
const noteSeconds = 0.14

/** Short soft tones, made here: no file to fetch. Silent until somebody has touched the page, as browsers want it. */
export function playTone(of: keyof typeof tones): void {
  if (!navigator.userActivation?.hasBeenActive) return
  const audio = new AudioContext()
  tones[of].forEach((hz, index) => {
    const start = audio.currentTime + index * noteSeconds
    const tone = audio.createOscillator()
    const gain = audio.createGain()
    tone.frequency.value = hz
    gain.gain.setValueAtTime(0.0001, start)
    gain.gain.exponentialRampToValueAtTime(of === 'offer' ? 0.12 : 0.07, start + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.0001, start + noteSeconds)
    tone.connect(gain).connect(audio.destination)
    tone.start(start)
    tone.stop(start + noteSeconds)
  })
  setTimeout(() => void audio.close(), 1000)
}

interface Alert {
  of: keyof typeof tones
  /** A later one of the same takes the place of an earlier one. */
  tag: string
  title: string
  body: string
  onOpen?: () => void
}

/** Tells of something in the ways that were chosen; the notification only while the page is hidden. */
export function alertOf({ of, tag, title, body, onOpen }: Alert): void {
  const choice = alertChoice()
  if (choice.sound) playTone(of)
  if (choice.notification && document.hidden && Notification.permission === 'granted') {
    const note = new Notification(title, { body, tag: `switchyard-${tag}` })
    note.onclick = () => {
      window.focus()
      onOpen?.()
      note.close()
    }
  }
}
