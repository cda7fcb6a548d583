import type { enColleagues } from './en-colleagues.ts'

/** Português para quem mais está num ticket, palavras por enviar e o que é novo desde o último olhar. */
export const ptColleagues: Record<keyof typeof enColleagues, string> = {
  'composer.savedHere': 'Rascunho guardado neste dispositivo',
  'draft.of': '{name} não enviou esta resposta, {time}',
  'draft.other': 'Alterado noutro dispositivo às {time}:',
  'draft.takeOther': 'Usar esse',
  'draft.keepMine': 'Manter o meu',
  'draft.somebody': 'Um colega',
  'draft.show': 'Mostrar',
  'draft.hide': 'Ocultar',
  'draft.take': 'Pôr na minha resposta',
  'draft.others': 'Respostas de colegas por enviar',
  'viewer.here': '{names} também está aqui',
  'viewer.hereMany': '{names} também estão aqui',
  'viewer.public': '{names} está a responder',
  'viewer.publicMany': '{names} estão a responder',
  'viewer.internal': '{names} está a escrever uma nota',
  'viewer.internalMany': '{names} estão a escrever notas',
  'viewer.partner': '{names} está a escrever ao parceiro',
  'viewer.partnerMany': '{names} estão a escrever ao parceiro',
  'viewer.more': 'mais {count}',
  'unread.mark': 'Novo desde as {time}',
  'unread.jump.one': '{count} novidade desde as {time}',
  'unread.jump.other': '{count} novidades desde as {time}',
  'unread.verb': 'Ir para o que é novo',
}
