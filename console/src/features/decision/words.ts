import { partWords } from '../../ui/words/part-words.ts'

const en = {
  ask: 'Why not somebody else?',
  changed: '{name} is described otherwise by now, and some of this was used.',
  could: 'could have taken it',
  find: 'Agent',
  findHint: 'by name',
  nobody: 'Nobody is called that.',
}

const es: typeof en = {
  ask: '¿Por qué no otra persona?',
  changed: 'La descripción de {name} ha cambiado desde entonces, y se ha usado parte de la de ahora.',
  could: 'podría haberlo tomado',
  find: 'Agente',
  findHint: 'por nombre',
  nobody: 'Nadie se llama así.',
}

const pt: typeof en = {
  ask: 'Porque não outra pessoa?',
  changed: 'A descrição de {name} mudou desde então, e foi usada parte da de agora.',
  could: 'poderia ter ficado com ele',
  find: 'Agente',
  findHint: 'pelo nome',
  nobody: 'Ninguém tem esse nome.',
}

/** The words of asking about others. */
export const others = partWords({ en, es, pt })
