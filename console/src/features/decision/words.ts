import { partWords } from '../../ui/words/part-words.ts'

const en = {
  ask: 'Why not somebody else?',
  changed: 'Skills, languages or limits of {name} are others by now, and these were used.',
  could: 'could have taken it',
  find: 'Agent',
  findHint: 'by name',
  nobody: 'Nobody is called that.',
}

const es: typeof en = {
  ask: '¿Por qué no otra persona?',
  changed: 'Las competencias, idiomas o límites de {name} han cambiado desde entonces, y se han usado los de ahora.',
  could: 'podría haberlo tomado',
  find: 'Agente',
  findHint: 'por nombre',
  nobody: 'Nadie se llama así.',
}

const pt: typeof en = {
  ask: 'Porque não outra pessoa?',
  changed: 'As competências, línguas ou limites de {name} mudaram desde então, e foram usados os de agora.',
  could: 'poderia ter ficado com ele',
  find: 'Agente',
  findHint: 'pelo nome',
  nobody: 'Ninguém tem esse nome.',
}

/** The words of asking about others. */
export const others = partWords({ en, es, pt })
