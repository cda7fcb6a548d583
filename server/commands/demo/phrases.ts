import type { Random } from '../seed/random.ts'
import { type Language, languages } from './scenario.ts'

/** What is said on a ticket besides what it is about. */
export type Occasion =
  | 'greeting'
  | 'question'
  | 'fixed'
  | 'answer'
  | 'impatience'
  | 'reopening'
  | 'praise'
  | 'complaint'

const phrases: Readonly<Record<Occasion, Readonly<Record<Language, readonly string[]>>>> = {
  greeting: {
    en: ['Thank you for writing. I am looking into it now.', 'I have your request and am on it.'],
    es: ['Gracias por escribir. Lo estoy mirando ahora.', 'Tengo su solicitud y estoy con ella.'],
    pt: ['Obrigado pela mensagem. Estou a ver isso agora.', 'Tenho o seu pedido e já estou a tratar dele.'],
  },
  question: {
    en: [
      'Could you tell me since when you see this, and on which device?',
      'Could you send me a picture of what you see?',
    ],
    es: ['¿Desde cuándo le ocurre y en qué dispositivo?', '¿Puede enviarme una captura de lo que ve?'],
    pt: ['Desde quando acontece, e em que dispositivo?', 'Pode enviar-me uma imagem do que vê?'],
  },
  fixed: {
    en: [
      'This is fixed. Tell us if you still see it and we will look again.',
      'It is settled now. Thank you for your patience.',
    ],
    es: ['Ya está resuelto. Si lo sigue viendo, avísenos.', 'Ya está solucionado. Gracias por su paciencia.'],
    pt: ['Está resolvido. Se continuar a acontecer, diga-nos.', 'Já está tratado. Obrigado pela paciência.'],
  },
  answer: {
    en: [
      'Since yesterday evening, on my phone.',
      'Here it is. It happens every time.',
      'Only on the laptop, since the update.',
    ],
    es: [
      'Desde ayer por la tarde, en el móvil.',
      'Aquí la tiene. Ocurre siempre.',
      'Solo en el portátil, desde la actualización.',
    ],
    pt: ['Desde ontem à tarde, no telemóvel.', 'Aqui está. Acontece sempre.', 'Só no portátil, desde a atualização.'],
  },
  impatience: {
    en: ['Is there any news?', 'Could somebody look at this, please?', 'One more thing: it also happens to a friend.'],
    es: ['¿Hay alguna novedad?', '¿Puede mirarlo alguien, por favor?', 'Otra cosa: también le pasa a un amigo.'],
    pt: ['Há alguma novidade?', 'Alguém pode ver isto, por favor?', 'Mais uma coisa: também acontece a um amigo.'],
  },
  praise: {
    en: ['Quick and kind.', 'Solved while I watched.', 'Knew at once what to do.'],
    es: ['Rápido y amable.', 'Resuelto al momento.', 'Sabía enseguida qué hacer.'],
    pt: ['Rápido e simpático.', 'Resolvido na hora.', 'Soube logo o que fazer.'],
  },
  complaint: {
    en: ['I waited too long.', 'Polite, but it is not really solved.'],
    es: ['Esperé demasiado.', 'Amable, pero no está del todo resuelto.'],
    pt: ['Esperei demasiado.', 'Simpático, mas não ficou bem resolvido.'],
  },
  reopening: {
    en: ['I am afraid it is back.', 'It worked for a moment, and now it fails again.'],
    es: ['Lo siento, ha vuelto a pasar.', 'Funcionó un momento y ahora vuelve a fallar.'],
    pt: ['Infelizmente voltou a acontecer.', 'Funcionou por um momento e agora falha outra vez.'],
  },
}

/** Something to say in the ticket's language; English where the demo does not speak it. */
export function phraseFor(random: Random, occasion: Occasion, language: string | null): string {
  const base = language?.slice(0, 2)
  const spoken = languages.find((known) => known === base) ?? 'en'
  return random.pick(phrases[occasion][spoken])
}

/** What colleagues write to each other. */
const notes = {
  consult: ['Have you seen this before?', 'Which log shows this?', 'Is this one of yours?'],
  advice: [
    'Yes, last week: look at the change log.',
    'Check the limits first.',
    'Not mine, but I would ask for the request id.',
  ],
  transfer: ['Needs a closer look than I can give.', 'Belongs to your queue, details above.'],
} as const

export function noteFor(random: Random, occasion: keyof typeof notes): string {
  return random.pick(notes[occasion])
}
