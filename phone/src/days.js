// Days in China (UTC+8), by the server's clock as far as it is known.

const DAY = 86_400_000;
const CHINA = 8 * 3_600_000;

/** `2026-11-22` at an instant. */
export function dayOf(instant) {
  return new Date(instant + CHINA).toISOString().slice(0, 10);
}

/** Today: the phone's clock, put right by what it was wrong when the kit came. */
export function today(kit) {
  return dayOf(Date.now() - (kit?.wrongBy ?? 0));
}

export function plus(day, days) {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

const between = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/** `今天`, `3天前`, `10-02`. */
export function ago(day, now) {
  const days = between(day, now);
  if (days === 0) return '今天';
  if (days === 1) return '昨天';
  return days > 1 && days <= 30 ? `${days}天前` : day.slice(day.slice(0, 4) === now.slice(0, 4) ? 5 : 0);
}

/** How a family is due: the badge's kind and its words, as on the page of families. */
export function due(family, now) {
  if (!family.due) return undefined;
  const left = between(now, family.due);
  if (left < 0) return { kind: 'late', icon: 'alert-circle', words: `已超期 ${-left} 天` };
  if (family.agreed) return { kind: 'plan', icon: 'calendar-check', words: `约定 ${family.due.slice(5)}` };
  if (left === 0) return { kind: 'soon', icon: 'clock', words: '今天到期' };
  if (left <= 7) return { kind: 'soon', icon: 'clock', words: `${left}天后到期` };
  return { kind: 'none', icon: 'calendar-event', words: `${family.due.slice(5)} 前` };
}

/** `11-22 09:30`, of the phone's clock. */
export function moment(instant) {
  return new Date(instant + CHINA).toISOString().slice(5, 16).replace('T', ' ');
}

/** How much the phone's clock is wrong, in words; nothing below ten minutes. */
export function wrongClock(kit) {
  const minutes = Math.abs(kit?.wrongBy ?? 0) / 60_000;
  if (minutes < 10) return '';
  const much = minutes < 120 ? `${Math.round(minutes)} 分钟` : minutes < 1_200 ? `${Math.round(minutes / 60)} 小时` : `${Math.round(minutes / 1_440)} 天`;
  return `手机的时间${kit.wrongBy > 0 ? '快' : '慢'}了 ${much}，日期按服务器的时间算。请在手机设置里打开“自动设置时间”。`;
}
