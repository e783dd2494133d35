#include "report/html_curve.h"

#include <math.h>

/* Units of the picture, which is stretched to its place; lines keep their width. */
enum { WIDE = 600, HIGH = 220, LEAST_DAYS = 7, MOST_DAYS = 365 };

/* Where a day stands: crowded days at the start get more room. */
static double across(double days, double most) { return sqrt(days / most) * WIDE; }

/* From the share that still waits. */
static double up(double waiting) { return fmin(fmax(waiting, 0), 1) * HIGH; }

static double last_day(const struct rh_waits *waits)
{
    double days = isnan(waits->longest) ? 0 : waits->longest;

    for (size_t i = 0; i < waits->point_count; i++)
        days = fmax(days, waits->points[i].days);
    return fmin(days, MOST_DAYS);
}

static void add_line(struct html *html, const struct html_curve *curve, double most)
{
    const struct rh_waits *waits = curve->waits;

    html_printf(html, "<path class=\"line %s\" vector-effect=\"non-scaling-stroke\" d=\"M0 %d",
                curve->class, HIGH);
    for (size_t i = 0; i < waits->point_count && waits->points[i].days <= most; i++)
        html_printf(html, "H%.1fV%.1f", across(waits->points[i].days, most),
                    up(waits->points[i].waiting));
    html_printf(html, "H%.1f\"/>\n", across(last_day(waits), most));
}

/* The band's upper edge from left to right, then the lower one back. */
static void add_band(struct html *html, const struct html_curve *curve, double most)
{
    const struct rh_waits *waits = curve->waits;
    double end = across(last_day(waits), most), below[RH_WAIT_POINTS], at[RH_WAIT_POINTS];
    size_t count = 0;

    html_printf(html, "<path class=\"band %s\" d=\"M0 %d", curve->class, HIGH);
    for (size_t i = 0; i < waits->point_count && count < RH_WAIT_POINTS; i++) {
        const struct rh_wait_point *point = &waits->points[i];

        if (point->days > most)
            break;
        if (isnan(point->low) || isnan(point->high))
            continue;
        at[count] = across(point->days, most);
        below[count] = up(point->high);
        html_printf(html, "H%.1fV%.1f", at[count], up(point->low));
        count++;
    }
    html_printf(html, "H%.1f", end);
    for (size_t i = count; i-- > 0;)
        html_printf(html, "V%.1fH%.1f", below[i], at[i]);
    html_printf(html, "V%dZ\"/>\n", HIGH);
}

static void add_axes(struct html *html, double most)
{
    static const unsigned days[] = {1, 3, 7, 14, 30, 60, 90, 180, 365};
    static const double apart = 0.07 * WIDE; /* so that numbers do not touch */
    double last = 0;

    html_puts(html, "<i class=\"yl\" style=\"bottom:0\">0&#160;%</i>"
                    "<i class=\"yl\" style=\"bottom:50%\">50&#160;%</i>"
                    "<i class=\"yl\" style=\"bottom:100%\">100&#160;%</i>"
                    "<i class=\"xl\" style=\"left:0\">0</i>");
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]) && days[i] <= most; i++) {
        double x = across(days[i], most);

        if (x - last < apart)
            continue;
        html_printf(html, "<i class=\"xl\" style=\"left:%.1f%%\">%u</i>", x * 100 / WIDE, days[i]);
        last = x;
    }
}

/* Where half have an answer. */
static void add_median(struct html *html, const struct html_curve *curve, double most)
{
    double median = curve->waits->median;

    if (!curve->waits->few && !isnan(median) && median <= most)
        html_printf(html, "<i class=\"half %s\" style=\"left:%.1f%%\"></i>", curve->class,
                    across(median, most) * 100 / WIDE);
}

static void add_label(struct html *html, const struct html_curve *curves, size_t count)
{
    html_puts(html, "Share that had an answer, by the days waited.");
    for (size_t i = 0; i < count; i++) {
        html_puts(html, " ");
        html_text(html, curves[i].label);
        if (isnan(curves[i].waits->median) || curves[i].waits->few)
            html_printf(html, ": %u of %u.", curves[i].waits->ended, curves[i].waits->count);
        else
            html_printf(html, ": half within %.1f days.", curves[i].waits->median);
    }
}

void html_curves(struct html *html, const struct html_curve *curves, size_t count)
{
    double most = LEAST_DAYS;

    for (size_t i = 0; i < count; i++)
        most = fmax(most, last_day(curves[i].waits));
    html_printf(html,
                "<div class=\"curve\"><svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
                "role=\"img\" aria-label=\"",
                WIDE, HIGH);
    add_label(html, curves, count);
    html_puts(html, "\">\n<path class=\"grid\" vector-effect=\"non-scaling-stroke\" d=\"");
    for (int quarter = 0; quarter <= 4; quarter++)
        html_printf(html, "M0 %dH%d", quarter * HIGH / 4, WIDE);
    html_puts(html, "\"/>\n");
    for (size_t i = 0; i < count; i++)
        add_band(html, &curves[i], most);
    for (size_t i = 0; i < count; i++)
        if (!curves[i].waits->few) /* of few, only the interval means anything */
            add_line(html, &curves[i], most);
    html_puts(html, "</svg>\n");
    for (size_t i = 0; i < count; i++)
        add_median(html, &curves[i], most);
    add_axes(html, most);
    html_puts(html, "</div>\n<p class=\"axis\">days waited (square-root scale); shade: 95&#160;% "
                    "interval; mark: half have an answer</p>\n<ul class=\"legend\">");
    for (size_t i = 0; i < count; i++) {
        html_printf(html, "<li><i class=\"ln %s\"></i>", curves[i].class);
        html_text(html, curves[i].label);
        html_printf(html, ", %u</li>", curves[i].waits->count);
    }
    html_puts(html, "</ul>\n");
}
