/** The order of the pages, and what each is called beside the others. A page that is in no section is reached by links alone. */

export interface Section {
  title: string;
  /** Paths below `docs/`. */
  pages: readonly (readonly [path: string, title: string])[];
}

export const NAV: readonly Section[] = [
  {
    title: 'First steps',
    pages: [
      ['README.md', 'Start'],
      ['start/hung-container.md', 'A container hangs'],
      ['start/init-in-ci.md', 'CI for an init'],
      ['start/own-application.md', 'My own application'],
      ['start/bug-report.md', 'A bug report in hand'],
    ],
  },
  {
    title: 'When something is wrong',
    pages: [
      ['stop-takes-ten-seconds.md', 'docker stop takes 10 s'],
      ['verdicts.md', 'Verdicts and exit codes'],
      ['troubleshooting.md', 'Troubleshooting'],
      ['questions.md', 'Questions'],
    ],
  },
  {
    title: 'In use',
    pages: [
      ['nights.md', 'Nights'],
      ['races.md', 'Races'],
      ['verify.md', 'Is this binary genuine?'],
      ['library.md', 'Library and vitest'],
    ],
  },
  {
    title: 'Reference',
    pages: [
      ['properties/README.md', 'Properties'],
      ['contracts.md', 'Contracts'],
      ['language/README.md', 'The language'],
      ['security.md', 'Security'],
      ['limits.md', 'Limits'],
    ],
  },
];
