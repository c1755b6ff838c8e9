// A photo made small on the phone. Drawn anew, so that nothing of where and when it was taken goes with it.

const LONGEST_SIDE = 1280;
const QUALITIES = [0.75, 0.6, 0.45, 0.3];

/** The photo as JPEG bytes of at most `most`; undefined where it is none, or cannot be made so small. */
export async function small(file, most) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return undefined;
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close?.();
  for (const quality of QUALITIES) {
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (blob && blob.size <= most) return new Uint8Array(await blob.arrayBuffer());
  }
  return undefined;
}
