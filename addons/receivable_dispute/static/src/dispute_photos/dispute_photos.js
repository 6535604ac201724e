import { registry } from "@web/core/registry";
import { Component } from "@odoo/owl";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { FileModel } from "@web/core/file_viewer/file_model";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The pictures that came with a dispute: small ones, each opens large. */
export class DisputePhotos extends Component {
    static template = "receivable_dispute.DisputePhotos";
    static props = { ...standardFieldProps };

    setup() {
        this.viewer = useFileViewer();
    }

    get photos() {
        return this.props.record.data[this.props.name] || [];
    }

    /** The pictures as core's viewer reads them. */
    get files() {
        return this.photos.map((photo) => Object.assign(new FileModel(), photo));
    }

    open(photo) {
        const files = this.files;
        this.viewer.open(files.find((file) => file.id === photo.id), files);
    }
}

registry.category("fields").add("dispute_photos", { component: DisputePhotos, supportedTypes: ["json"] });
