import { useState } from 'react';
import { Icon } from '../parts/Icon.tsx';
import styles from './Shell.module.css';
import { applyTheme, storedTheme, storeTheme, type Theme, themes } from './theme.ts';

const names: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' };

export function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme);
  const choose = (next: Theme) => {
    applyTheme(next);
    storeTheme(next);
    setTheme(next);
  };
  return (
    <fieldset className={styles.themes}>
      <legend className={styles.hidden}>Theme</legend>
      {themes.map((name) => (
        <label key={name} className={styles.theme} title={`${names[name]} theme`}>
          <input type="radio" name="theme" checked={theme === name} onChange={() => choose(name)} />
          <Icon name={name} />
          <span className={styles.hidden}>{names[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}
