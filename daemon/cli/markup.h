/*
 * Text within HTML and XML.
 */
#ifndef CLI_MARKUP_H
#define CLI_MARKUP_H

struct text;

/*
 * Appends UTF-8 text so that it stands for itself, in elements and between quotes. What neither
 * language allows at all becomes the character that stands for no other (U+FFFD). NULL is
 * nothing.
 */
void markup_escape(struct text *markup, const char *text);

#endif
