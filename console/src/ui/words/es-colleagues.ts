import type { enColleagues } from './en-colleagues.ts'

/** Español para quién más está en un ticket, palabras sin enviar y lo nuevo desde la última mirada. */
export const esColleagues: Record<keyof typeof enColleagues, string> = {
  'composer.savedHere': 'Borrador guardado en este dispositivo',
  'draft.of': '{name} no ha enviado esta respuesta, {time}',
  'draft.other': 'Cambiado en otro dispositivo a las {time}:',
  'draft.takeOther': 'Usar ese',
  'draft.keepMine': 'Mantener el mío',
  'draft.somebody': 'Un colega',
  'draft.show': 'Mostrar',
  'draft.hide': 'Ocultar',
  'draft.take': 'Poner en mi respuesta',
  'draft.others': 'Respuestas de colegas sin enviar',
  'viewer.here': '{names} también está aquí',
  'viewer.hereMany': '{names} también están aquí',
  'viewer.public': '{names} está respondiendo',
  'viewer.publicMany': '{names} están respondiendo',
  'viewer.internal': '{names} está escribiendo una nota',
  'viewer.internalMany': '{names} están escribiendo notas',
  'viewer.partner': '{names} está escribiendo al socio',
  'viewer.partnerMany': '{names} están escribiendo al socio',
  'viewer.more': '{count} más',
  'unread.mark': 'Nuevo desde las {time}',
  'unread.jump.one': '{count} novedad desde las {time}',
  'unread.jump.other': '{count} novedades desde las {time}',
  'unread.verb': 'Ir a lo nuevo',
}
