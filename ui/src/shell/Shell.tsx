import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { Pane } from '../state/Pane.tsx';
import { LiveMark, LostNotice } from './LiveMark.tsx';
import { RunPicker } from './RunPicker.tsx';
import styles from './Shell.module.css';
import { ThemeSwitch } from './ThemeSwitch.tsx';

export function Shell() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <header className={styles.header}>
        <Link to="/runs/$run" params={{ run: 'live' }} className={styles.brand} aria-label="Triptych, live run">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path className={styles.old} d="M1 6h3.6v9H1zM6.2 6h3.6v9H6.2z" />
            <path className={styles.new} d="M11.4 1H15v14h-3.6z" />
          </svg>
          <span>Triptych</span>
        </Link>
        <RunPicker />
        <Sections />
        <div className={styles.tools}>
          <LiveMark />
          <ThemeSwitch />
        </div>
      </header>
      <LostNotice />
      <main id="main" tabIndex={-1} className={styles.main}>
        <Pane key={path} name="This page">
          <Outlet />
        </Pane>
      </main>
    </>
  );
}

function Sections() {
  const { run = 'live' } = useParams({ strict: false });
  return (
    <nav className={styles.sections} aria-label="Sections of the run">
      <Link to="/runs/$run" params={{ run }} activeOptions={{ exact: true }}>
        Overview
      </Link>
      <Link to="/runs/$run/findings" params={{ run }} activeOptions={{ includeSearch: false }}>
        Findings
      </Link>
      <Link to="/runs/$run/endpoints" params={{ run }} activeOptions={{ includeSearch: false }}>
        Endpoints
      </Link>
    </nav>
  );
}
