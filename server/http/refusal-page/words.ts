import type { PageLanguage } from '../platform-page/words/words.ts'

/** What a page says in place of itself: what is the matter, and what its reader may do. */
export interface RefusalWords {
  readonly title: string
  readonly text: string
}

/** Why there is no page, as far as its reader needs to know. */
export type RefusalKind = 'busy' | 'tooOften' | 'away' | 'missing' | 'refused' | 'failed'

interface LanguageWords extends Readonly<Record<RefusalKind, RefusalWords>> {
  readonly again: string
  readonly wait: (seconds: number) => string
  readonly request: string
}

/** The page of a refusal in each language that public pages speak. */
export const refusalWords: Readonly<Record<PageLanguage, LanguageWords>> = {
  en: {
    busy: { title: 'There is too much to do right now', text: 'The service is running and takes pages again soon.' },
    tooOften: { title: 'Too many requests from here', text: 'Pages are given to each address at a steady pace.' },
    away: { title: 'This page cannot be shown right now', text: 'It comes back by itself.' },
    missing: { title: 'There is no page here', text: 'Nothing is shown under this address.' },
    refused: { title: 'This address is not understood', text: 'Something in it is not as this page takes it.' },
    failed: {
      title: 'Something went wrong on our side',
      text: 'Whoever runs the service finds it by the number below.',
    },
    again: 'Try again',
    wait: (seconds) => `Try again in ${seconds} s.`,
    request: 'Request',
  },
  es: {
    busy: { title: 'Ahora mismo hay demasiado que hacer', text: 'El servicio funciona y pronto vuelve a dar páginas.' },
    tooOften: {
      title: 'Demasiadas solicitudes desde aquí',
      text: 'Cada dirección recibe páginas a un ritmo constante.',
    },
    away: { title: 'Esta página no se puede mostrar ahora', text: 'Vuelve por sí sola.' },
    missing: { title: 'Aquí no hay ninguna página', text: 'En esta dirección no se muestra nada.' },
    refused: { title: 'Esta dirección no se entiende', text: 'Algo en ella no es como esta página lo toma.' },
    failed: {
      title: 'Algo ha fallado por nuestra parte',
      text: 'Quien lleva el servicio lo encuentra por el número de abajo.',
    },
    again: 'Intentar de nuevo',
    wait: (seconds) => `Intenta de nuevo en ${seconds} s.`,
    request: 'Solicitud',
  },
  pt: {
    busy: { title: 'Há demasiado que fazer neste momento', text: 'O serviço funciona e em breve volta a dar páginas.' },
    tooOften: { title: 'Demasiados pedidos daqui', text: 'Cada endereço recebe páginas a um ritmo constante.' },
    away: { title: 'Esta página não pode ser mostrada agora', text: 'Volta por si.' },
    missing: { title: 'Não há aqui nenhuma página', text: 'Neste endereço não se mostra nada.' },
    refused: { title: 'Este endereço não se entende', text: 'Algo nele não é como esta página o toma.' },
    failed: { title: 'Algo falhou do nosso lado', text: 'Quem gere o serviço encontra-o pelo número em baixo.' },
    again: 'Tentar de novo',
    wait: (seconds) => `Tente de novo em ${seconds} s.`,
    request: 'Pedido',
  },
}
